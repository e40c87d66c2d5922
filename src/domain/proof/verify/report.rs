//! What a verification found, as values; `text` puts them into words.

/// One thing that is checked, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// The sheet's file has its canonical form.
    Form,
    /// Signatures by given keys.
    Signatures,
    /// Files against the manifest.
    Manifest,
    /// The survey parses and has the stated hashes.
    Survey,
    /// Documents, tables and log can be read.
    Inputs,
    /// Documents open their commitments.
    Documents,
    /// Leaves give the stated size and root.
    Log,
    /// Respondents' keys were committed beforehand.
    Keys,
    /// Lists and probabilities are drawn again.
    Assignments,
    /// The sheet is computed again.
    Sheet,
    /// Every other file is made again.
    Files,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The file is not there.
    Missing,
    /// The file should not be there.
    Extra,
    /// The bytes differ from the manifest.
    Changed,
    /// It cannot be read, with the reason.
    Unreadable(String),
    /// The sheet in the bundle is another one.
    OtherSheet,
    /// A signature (role, key id) by a given key is false.
    WrongSignature(String, String),
    /// The key with this id was given and did not sign.
    NotSignedBy(String),
    /// A role signed more than once.
    SignedTwice(String),
    /// A stated value is not the one found.
    Differs {
        /// Which: a JSON path or a name.
        what: String,
        /// What the sheet or file says.
        stated: String,
        /// What was computed.
        found: String,
    },
    /// Document and nonce do not give the leaf at this position.
    Commitment(u64),
    /// The document has no leaf in the log.
    NoLeaf,
    /// The log says accepted, and the document is not there.
    NoDocument,
    /// The text is not canonical, or another submission's or round's.
    NotItsDocument,
    /// The respondent's key was not committed.
    NoCommitment,
    /// The recorded lists are not those drawn, with the difference.
    Assignment(String),
    /// It cannot be computed, with the reason.
    NotComputable(String),
    /// The file is not what is computed; first differing line below.
    NotReproduced,
}

/// One fault with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// File inside the bundle.
    pub file: String,
    /// Line from 1; 0 where the file as a whole is meant.
    pub line: usize,
    /// Submission, where one is meant.
    pub submission: Option<Box<str>>,
    /// The fault.
    pub fault: Fault,
}

impl Finding {
    /// About a whole file.
    pub fn of(file: &str, fault: Fault) -> Finding {
        Finding::at(file, 0, fault)
    }

    /// About a line.
    pub fn at(file: &str, line: usize, fault: Fault) -> Finding {
        Finding {
            file: file.into(),
            line,
            submission: None,
            fault,
        }
    }

    /// The same, about a submission.
    pub fn by(mut self, submission: &str) -> Finding {
        self.submission = Some(submission.into());
        self
    }
}

/// The end of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Signed by a given key and, with a bundle, identical.
    Verified,
    /// Nothing is wrong, but no given key signed it: origin unproved.
    Unproved,
    /// Something is wrong.
    Failed,
}

/// Everything that was checked and found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Checks in order, each with its findings; empty means passed.
    pub checks: Vec<(Check, Vec<Finding>)>,
    /// (role, key id) of signatures by given keys that hold.
    pub valid_signatures: Vec<(String, String)>,
    /// (role, key id) of signatures whose key was not given.
    pub unchecked_signatures: Vec<(String, String)>,
}

impl Report {
    /// Adds a check's result; a check that was added before keeps its findings.
    pub fn find(&mut self, check: Check, findings: Vec<Finding>) {
        match self.checks.iter_mut().find(|(known, _)| *known == check) {
            Some((_, kept)) => kept.extend(findings),
            None => self.checks.push((check, findings)),
        }
    }

    /// Every finding.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.checks.iter().flat_map(|(_, findings)| findings)
    }

    /// The verdict; only [`Outcome::Verified`] is success.
    pub fn outcome(&self) -> Outcome {
        if self.findings().next().is_some() {
            Outcome::Failed
        } else if self.valid_signatures.is_empty() {
            Outcome::Unproved
        } else {
            Outcome::Verified
        }
    }
}
