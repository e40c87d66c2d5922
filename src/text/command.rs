//! What the command line itself complains about: files, folders and options.
//!
//! The English sentence stands at the variant and is its documentation; the Chinese one stands in `text::zh`.

use thiserror::Error;

/// Why a command cannot be carried out. Displays in English.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "each variant's sentence says what it is")]
pub enum Complaint {
    #[error("cannot read {0}")]
    CannotRead(String),
    #[error("cannot read {file}, which {asked} names")]
    CannotReadNamed { file: String, asked: String },
    #[error("cannot write {0}")]
    CannotWrite(String),
    #[error("cannot empty the folder {0}")]
    CannotEmpty(String),
    #[error("{0} is not empty and no demonstration made it; choose another folder with --data")]
    NotADemonstration(String),
    #[error("cannot make the folder {0}")]
    CannotMake(String),
    #[error("{0} is a file; results go to a folder: choose another name with --out")]
    NotAFolder(String),
    #[error("{0} holds no survey: no .toml or .csv file in it")]
    NoSurvey(String),
    #[error("{0} holds no bundle")]
    NoBundle(String),
    #[error("“{0}”: expected AUDIENCE=FILE")]
    FrameOption(String),
    #[error("“{0}” is named twice")]
    NamedTwice(String),
    #[error("the results would take the place of {0}, which this analysis reads; choose another folder with --out")]
    ResultsOverInput(String),
    #[error("{0} exists; invitations never overwrite a file")]
    WouldOverwrite(String),
    #[error(
        "{part} lies there from an invitation that was interrupted after its codes had come into force: they stand nowhere \
         else. Rename it to {path}"
    )]
    CodesInPart { part: String, path: String },
    #[error(
        "{0} lies there from an invitation that was interrupted before its codes came into force: no code in it is good. \
         Delete it and invite again"
    )]
    StalePart(String),
    #[error("the codes are in force, but {part} could not be renamed to {path}: keep it, the codes stand nowhere else")]
    StaysInPart { part: String, path: String },
    #[error(
        "it is not known whether the codes came into force; they stand in {0}. Keep it and give the same command again: it \
         says whether they are good"
    )]
    PerhapsInvited(String),
    #[error("{0} holds something else and is never overwritten; choose another folder, or move the file away")]
    HoldsOther(String),
    #[error("{0} is no part of this bundle, which would fail verification with it; choose a new folder")]
    NotOfTheBundle(String),
    #[error("{0} holds an auditor's bundle, which would fail verification with more files; choose another folder")]
    IsABundle(String),
    #[error("found role “{0}”; expected platform, agency or office")]
    Role(String),
    #[error("no public key in {0}")]
    PublicKey(String),
    #[error("cannot listen on {0}: is another program there? choose another with --listen")]
    Listen(String),
    #[error("cannot use the database")]
    Database,
    #[error("the database failed")]
    DatabaseFailed,
    #[error("round “{0}” is not there")]
    NoRound(String),
    #[error("stored {0} cannot be read: {1}")]
    Corrupt(String, String),
    #[error("cannot use the key file {0}")]
    KeyFile(String),
    #[error(
        "the key folder {folder} lacks {missing}. This database is in use and belongs to the key set {expected}: with new \
         keys no invitation, receipt or contact of it could be read, so none are made. Give the folder of that set with \
         --keys, or put the files back from their safe copy; with another --database a new set is made"
    )]
    KeysMissing {
        folder: String,
        missing: String,
        expected: String,
    },
    #[error(
        "the key folder {folder} holds the key set {found}, but this database belongs to the key set {expected}. Give the \
         folder of that set with --keys, or the database of these keys with --database; nothing was changed"
    )]
    OtherKeys {
        folder: String,
        found: String,
        expected: String,
    },
    #[error("{0}: found something else than the 64 hexadecimal digits of a master secret")]
    MasterKey(String),
    #[error("there is no account “{0}”")]
    NoAccount(String),
    #[error(
        "“{0}”: a login has 2 to 40 characters: small letters, digits, Chinese characters, dots, dashes, underscores; it \
         begins with a letter"
    )]
    AccountLogin(String),
    #[error("a name has 1 to 60 characters")]
    AccountName,
}
