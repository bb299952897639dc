"""What is proved about the labels: audits, certificates, and what a decision does to them."""
