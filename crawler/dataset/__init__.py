"""The SQLite dataset: schema, writer, exports."""
