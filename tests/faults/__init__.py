"""`dev.py test --faults`: kills at system calls, full disks, damaged files, two threads, hostile folders."""
