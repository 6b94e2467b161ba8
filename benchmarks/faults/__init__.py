"""What becomes of the site when a part of it fails: disks fill, processes are killed, clients are slow or many."""
