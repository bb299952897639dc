"""The learning core: functions of arrays, and the only package that imports torch, torchvision and faiss."""

import os

# Set before torch and faiss load OpenMP: threads that spin while they wait take processor time from the window and from
# other programs. Finding suspects among 720 images on two busy cores takes 2.3 s of processor time instead of 43 s.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
