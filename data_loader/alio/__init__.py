"""The figures of ALIO: its workbooks, its statistics search, and the vintages of both."""
