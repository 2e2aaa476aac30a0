"""``python -m grader``: the command line, also where no script of it is on the path."""

from grader.frontends.cli import main

if __name__ == "__main__":
    main()
