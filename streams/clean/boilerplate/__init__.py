"""What is no story: rules that cut lines and parts of lines, and what the lines that go tell."""
