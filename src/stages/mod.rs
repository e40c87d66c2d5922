//! The journey in time: each stage loads, asks the domain, and saves in one transaction; pages and command line call
//! the same stages.
