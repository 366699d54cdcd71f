"""`python -m streams`: the same as the console script."""

from streams.cli import main

if __name__ == "__main__":  # a spawned child of the extract pool imports this module too
    main()
