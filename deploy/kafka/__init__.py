"""A real Kafka on this machine: jars from Maven, one JVM a node."""
