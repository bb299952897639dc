"""Images found by what is known of them: by filters, by columns, by group, or by their channels."""
