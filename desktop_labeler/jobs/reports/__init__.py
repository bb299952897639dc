"""The methods report: its facts, its words in both languages, and HTML and PDF made of them."""
