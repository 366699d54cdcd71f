"""The recipe of the bundled encoder: corpora, teacher, its labels, student, export. Training needs the extra `train` (torch)."""
