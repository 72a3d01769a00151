"""Reading lists of people as other systems and spreadsheets write them."""
