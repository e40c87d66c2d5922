//! Several files as one ZIP archive: the same files give the same bytes.

use super::ExportError;
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use zip::write::{SimpleFileOptions, ZipWriter};

/// The files in the order of their names; without times of their own (ZIP's first day, 1 January 1980).
///
/// # Errors
/// [`ExportError::Archive`], for names or sizes that ZIP cannot hold.
pub fn archive(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, ExportError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    for (name, bytes) in files {
        let large = options.large_file(u32::try_from(bytes.len()).is_err());
        zip.start_file(name.as_str(), large)?;
        zip.write_all(bytes).map_err(zip::result::ZipError::from)?;
    }
    Ok(zip.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn the_same_files_give_the_same_bytes_and_come_out_whole() {
        let files = BTreeMap::from([
            ("b/c.txt".to_owned(), b"two".to_vec()),
            ("a.txt".to_owned(), b"one".to_vec()),
        ]);
        let packed = archive(&files).unwrap();
        assert_eq!(packed, archive(&files).unwrap());
        let mut read = zip::ZipArchive::new(Cursor::new(packed)).unwrap();
        let mut text = String::new();
        read.by_name("b/c.txt").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!((text.as_str(), read.len()), ("two", 2));
    }
}
