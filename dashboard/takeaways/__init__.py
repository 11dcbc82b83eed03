"""What a reader takes away: workbook, image, citation, calendar, feed, records, brief. Pure: bytes out, no screen."""
