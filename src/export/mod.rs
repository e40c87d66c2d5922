//! Domain types written as files: JSON, CSV, XLSX, QR codes, the auditor's bundle.
