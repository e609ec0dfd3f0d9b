"""What a query means, what a document holds, what a snippet shows. Pure: no database, no framework."""
