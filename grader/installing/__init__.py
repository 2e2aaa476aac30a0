"""What is installed beside us, and how a course installs us."""
