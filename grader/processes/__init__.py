"""How processes of ours start, so that nothing that lies about is imported by them."""
