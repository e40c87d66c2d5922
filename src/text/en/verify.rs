//! The verification report in English.

use crate::text::verify::VerifyText;

/// Words of the report.
pub const VERIFY: VerifyText = VerifyText {
    checks: [
        "Form of the sheet's file",
        "Signatures",
        "Manifest of the bundle",
        "Survey files and their hashes",
        "Inputs of the bundle can be read",
        "Documents open their commitments in the log",
        "Size and root of the log",
        "Respondents' keys were committed beforehand",
        "Lists and probabilities drawn again",
        "Sheet computed again",
        "Other files written again",
    ],
    signatures: [
        "Signed by {role}, key {key}",
        "Not checked: signature of {role}; key {key} was not given",
    ],
    no_key: "No key was given, or none that was given signed this sheet: origin unproved",
    no_bundle: "No bundle was given: no number was computed again",
    faults: [
        "the file is missing",
        "the file should not be there",
        "differs from its hash in the manifest",
        "cannot be read: {why}",
        "not the sheet that is being verified",
        "the signature of {role} is false (key {key})",
        "the given key {key} did not sign this sheet",
        "{what} says {stated}, computed {found}",
        "document and nonce do not give leaf {n} (from 0) of the log",
        "this submission has no leaf in the log",
        "the log says accepted, but the bundle has no such document",
        "not the canonical text of this submission",
        "the key of this submission was not committed beforehand",
        "assignment differs: {why}",
        "cannot be computed: {why}",
        "differs from what is written again, from this line on",
        "{role} signed more than once",
    ],
    place: [" line {n}", " (submission {id})", ": "],
    more: "… and {n} more of this kind (lines {lines}; --all prints each one)",
    outcomes: [
        "Verified",
        "Nothing wrong was found, but the origin is unproved",
        "Verification failed; findings: {n}",
    ],
};
