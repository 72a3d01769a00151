"""What would this leaver leave behind? Rooms declare how to find it; `people` asks before a person is closed."""
