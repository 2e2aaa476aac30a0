"""What runs beside a student's code.  It imports nothing that knows a right answer."""
