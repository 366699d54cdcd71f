"""The recipe by which the bundled encoder was made: corpora, teacher, its labels, student, export. It needs the extra `train` (torch)."""
