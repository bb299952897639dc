"""Audits, certificates and agreement: what can be said about how right the labels are."""
