"""Where and how a function is wrong: found from examples that passed and failed, and said in a sentence."""
