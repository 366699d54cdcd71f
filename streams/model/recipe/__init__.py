"""How the bundled encoder was made: corpora, teacher, its labels, student, export. Needs the extra `train` (torch)."""
