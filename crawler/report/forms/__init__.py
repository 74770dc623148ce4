"""The statutory tables (法定表格) of four eras, by their labels."""
