"""The recipe of the event reader: the corpus, its samples, the network, one training run, the export."""
