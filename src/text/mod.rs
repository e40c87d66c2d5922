//! Every word that pages, command line and exports say, one file a language.
