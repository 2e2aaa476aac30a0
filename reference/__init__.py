"""Deep Learning, Assignment 3: right answers, laws and known mistakes, one folder a question."""
