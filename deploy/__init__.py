"""Images and brokers: what the pipeline runs on."""
