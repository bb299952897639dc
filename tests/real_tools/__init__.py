"""The programs that read our exports and whose labels we import, really run; `dev.py test --real-tools` starts them."""
