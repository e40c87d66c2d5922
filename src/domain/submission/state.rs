//! The signed state a form carries: which edit and page it belongs to, when it was issued, and what it was made from.
//!
//! The browser sends back `edit.issued.form.base.signature`. Round, link and page are not sent: they are known from the address,
//! and signed with the rest, so that a form cannot be moved to another link, page or round.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt::Write as _;

/// Bytes of the signature that are kept: 128 bits.
const SIGNATURE_BYTES: usize = 16;

/// What a form remembers between being shown and being posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormState {
    /// Round id.
    pub round: String,
    /// Whose form: the invitation's token hash, hex.
    pub link: String,
    /// The edit it belongs to (uuid).
    pub edit: String,
    /// The page.
    pub page: String,
    /// When it was shown, Unix seconds.
    pub issued: i64,
    /// The form's own name: every page that is shown is another form, also where two are shown in the same second.
    pub form: String,
    /// What stood when it was shown: the form that the page was saved from (empty where it was not), the submission that
    /// a new edit would replace, or the version of all answers on the review page. Holds no full stop.
    pub base: String,
}

/// Why a state is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StateProblem {
    /// Absent or not of the form `edit.issued.form.base.signature`.
    #[error("the form state is missing or damaged")]
    Malformed,
    /// The signature is not ours for this round, link and page.
    #[error("the form state was not issued for this page")]
    Forged,
}

impl FormState {
    /// The hidden field's value.
    pub fn sign(&self, key: &[u8; 32]) -> String {
        let mut text = format!("{}.{}.{}.{}.", self.edit, self.issued, self.form, self.base);
        for byte in &self.mac(key).finalize().into_bytes()[..SIGNATURE_BYTES] {
            let _ = write!(text, "{byte:02x}");
        }
        text
    }

    /// Reads a hidden field that was posted for this round, link and page.
    pub fn verify(field: &str, round: &str, link: &str, page: &str, key: &[u8; 32]) -> Result<FormState, StateProblem> {
        let mut parts = field.split('.');
        let mut next = || parts.next();
        let (Some(edit), Some(issued), Some(form), Some(base), Some(signature), None) =
            (next(), next(), next(), next(), next(), next())
        else {
            return Err(StateProblem::Malformed);
        };
        let state = FormState {
            round: round.to_owned(),
            link: link.to_owned(),
            edit: edit.to_owned(),
            page: page.to_owned(),
            issued: issued.parse().map_err(|_| StateProblem::Malformed)?,
            form: form.to_owned(),
            base: base.to_owned(),
        };
        let signature = hex::decode(signature).map_err(|_| StateProblem::Malformed)?;
        if signature.len() != SIGNATURE_BYTES {
            return Err(StateProblem::Malformed);
        }
        let checked = state.mac(key).verify_truncated_left(&signature);
        checked.map(|()| state).map_err(|_| StateProblem::Forged)
    }

    /// Seconds since the page was shown, 0 if the clock went back, at most a day.
    pub fn seconds(&self, now: i64) -> u32 {
        u32::try_from((now - self.issued).clamp(0, 86_400)).unwrap_or(0)
    }

    fn mac(&self, key: &[u8; 32]) -> Hmac<Sha256> {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("HMAC takes a key of any length");
        let issued = self.issued.to_string();
        let parts = [
            &self.round,
            &self.link,
            &self.edit,
            &self.page,
            &issued,
            &self.form,
            &self.base,
        ];
        for part in parts {
            // A length before each part: no two states share the same bytes.
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac
    }
}
