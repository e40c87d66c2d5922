//! Takes the public evaluation from a sealed sheet: both signatures, the right round, every department once.

use super::{Indicator, Ledger, LedgerRefusal, Points};
use crate::domain::definition::DepartmentId;
use crate::domain::proof::{
    CanonicalError, PublicKey, SealError, SignatureCheck, SignerRole, Verdict, canonical, check_signatures,
    read_sealed, sha256,
};
use crate::domain::score::sheet::{DepartmentScore, ScoreSheet, ScoreStatus, SealedSheet, Signature};
use std::collections::BTreeMap;

/// Whose public keys the ledger trusts; both must have signed.
#[derive(Debug, Clone)]
pub struct Signatories {
    /// The survey agency's.
    pub agency: PublicKey,
    /// The performance office's.
    pub office: PublicKey,
}

/// A sealed sheet in the ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetImport {
    /// The sheet's version.
    pub version: u32,
    /// SHA-256 (hex) of the sheet's canonical bytes, which are what is signed.
    pub hash: String,
    /// Where it came from: a file's name, or the round in this house.
    pub origin: String,
    /// When it was computed, RFC 3339.
    pub generated_at: String,
    /// Its signatures.
    pub signatures: Vec<Signature>,
    /// Every department's points.
    pub scores: BTreeMap<DepartmentId, PublicScore>,
    /// Who imported it.
    pub by: String,
    /// When, Unix seconds.
    pub at: i64,
}

/// A department's public evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicScore {
    /// Points, 0.00 to 20.00; `None` without a score.
    pub points: Option<Points>,
    /// Only a final one counts.
    pub status: ScoreStatus,
}

/// What importing a sheet comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Intake {
    /// It is to be stored.
    New(SheetImport),
    /// This very sheet is the ledger's already: nothing is done.
    Same(u32),
}

impl SheetImport {
    /// A sheet as the ledger keeps it.
    ///
    /// # Errors
    /// A score that is no points from 0.00 to 20.00, or a final one without points.
    pub fn of(sealed: &SealedSheet, origin: &str, by: &str, at: i64) -> Result<SheetImport, LedgerRefusal> {
        let sheet = &sealed.sheet;
        let scores = sheet
            .departments
            .iter()
            .map(|one| Ok((one.department_id.clone(), score(one)?)));
        Ok(SheetImport {
            version: sheet.sheet_version,
            hash: sheet_hash(sheet).map_err(|error| LedgerRefusal::NotASheet(SealError::Canonical(error)))?,
            origin: origin.to_owned(),
            generated_at: sheet.generated_at.clone(),
            signatures: sealed.signatures.clone(),
            scores: scores.collect::<Result<_, LedgerRefusal>>()?,
            by: by.to_owned(),
            at,
        })
    }
}

/// SHA-256 (hex) of what is signed.
fn sheet_hash(sheet: &ScoreSheet) -> Result<String, CanonicalError> {
    Ok(hex::encode(sha256(&canonical(sheet)?)))
}

fn score(one: &DepartmentScore) -> Result<PublicScore, LedgerRefusal> {
    let department = || one.department_id.0.clone();
    let read = |text: &String| {
        let points = Points::parse(text).filter(|points| *points <= Indicator::Public.most());
        points.ok_or_else(|| LedgerRefusal::SheetScore {
            department: department(),
            found: text.clone(),
        })
    };
    let points = one.score.as_ref().map(read).transpose()?;
    if points.is_none() && one.status == ScoreStatus::Final {
        return Err(LedgerRefusal::SheetNoScore(department()));
    }
    Ok(PublicScore {
        points,
        status: one.status,
    })
}

/// Reads a sealed sheet's file for this ledger and says what importing it comes to.
///
/// # Errors
/// Anything but the canonical bytes of a sealed sheet; a signature that is missing, of another key or of another sheet;
/// another round or year; a department twice, unknown or lacking; a score out of range; an older version, or another
/// sheet of the same version; a ledger whose figures are final.
pub fn check_sheet(
    ledger: &Ledger,
    bytes: &[u8],
    trusted: &Signatories,
    origin: (&str, &str, i64),
) -> Result<Intake, LedgerRefusal> {
    let sealed = read_sealed(bytes).map_err(LedgerRefusal::NotASheet)?;
    check_signed(bytes, trusted)?;
    check_belongs(ledger, &sealed.sheet)?;
    check_departments(ledger, &sealed.sheet)?;
    let (name, by, at) = origin;
    let import = SheetImport::of(&sealed, name, by, at)?;
    match ledger.sheet() {
        Some(has) if has.hash == import.hash => return Ok(Intake::Same(has.version)),
        Some(has) if has.version > import.version => {
            let (found, has) = (import.version, has.version);
            return Err(LedgerRefusal::OlderVersion { found, has });
        }
        Some(has) if has.version == import.version => return Err(LedgerRefusal::OtherSameVersion(has.version)),
        _ => {}
    }
    ledger.expect_open()?;
    Ok(Intake::New(import))
}

/// The agency's and the office's signatures, each by its own key and of this sheet.
fn check_signed(bytes: &[u8], trusted: &Signatories) -> Result<(), LedgerRefusal> {
    let value = serde_json::from_slice(bytes).map_err(|error| LedgerRefusal::NotASheet(SealError::of(&error)))?;
    for (role, key) in [
        (SignerRole::Agency, &trusted.agency),
        (SignerRole::Office, &trusted.office),
    ] {
        let checks = check_signatures(&value, std::slice::from_ref(key)).map_err(LedgerRefusal::NotASheet)?;
        let of_role: Vec<SignatureCheck> = checks.into_iter().filter(|one| one.role == role.as_str()).collect();
        if of_role.iter().any(|one| one.verdict == Verdict::Valid) {
            continue;
        }
        return Err(unsigned(role.as_str(), of_role, key));
    }
    Ok(())
}

fn unsigned(role: &'static str, checks: Vec<SignatureCheck>, key: &PublicKey) -> LedgerRefusal {
    let wrong = checks.iter().any(|one| one.verdict == Verdict::Wrong);
    match checks.into_iter().next() {
        None => LedgerRefusal::NotSigned(role),
        Some(_) if wrong => {
            let key = key.key_id();
            LedgerRefusal::BadSignature { role, key }
        }
        Some(other) => LedgerRefusal::OtherKey {
            role,
            found: other.key_id,
            expected: key.key_id(),
        },
    }
}

fn check_belongs(ledger: &Ledger, sheet: &ScoreSheet) -> Result<(), LedgerRefusal> {
    if sheet.round != ledger.round {
        return Err(LedgerRefusal::OtherRound {
            found: sheet.round.clone(),
            expected: ledger.round.clone(),
        });
    }
    if sheet.year != ledger.year {
        return Err(LedgerRefusal::OtherYear {
            found: sheet.year,
            expected: ledger.year,
        });
    }
    Ok(())
}

fn check_departments(ledger: &Ledger, sheet: &ScoreSheet) -> Result<(), LedgerRefusal> {
    let mut counts: BTreeMap<&DepartmentId, usize> = BTreeMap::new();
    for one in &sheet.departments {
        *counts.entry(&one.department_id).or_default() += 1;
    }
    if let Some((twice, _)) = counts.iter().find(|(_, count)| **count > 1) {
        return Err(LedgerRefusal::SheetTwice(twice.0.clone()));
    }
    let unknown = counts.keys().filter(|id| ledger.department(id).is_none());
    let unknown: Vec<String> = unknown.map(|id| id.0.clone()).collect();
    if !unknown.is_empty() {
        return Err(LedgerRefusal::SheetUnknown(unknown));
    }
    let lacking = ledger.departments.iter().filter(|one| !counts.contains_key(&one.id));
    let lacking: Vec<String> = lacking.map(|one| one.id.0.clone()).collect();
    if lacking.is_empty() {
        Ok(())
    } else {
        Err(LedgerRefusal::SheetLacks(lacking))
    }
}
