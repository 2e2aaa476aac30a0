"""Course systems, one folder each: its download, its gradebook, its runner."""
