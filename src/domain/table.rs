//! A table as people send it: the bytes of a CSV or XLSX file, read to rows that know their places.
