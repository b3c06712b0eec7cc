//! Where a secret belongs, as bytes that the cipher binds it to.

use crate::Error;

/// Comes first, so that a later encoding cannot be taken for this one.
const VERSION: u8 = 1;
/// The longest tenant id and field name, in bytes.
const MAX_NAME: usize = 256;

/// The associated data: version, then head of the sealed bytes, tenant id and field name, each
/// after its length as 8 bytes with the highest first. Every part says where it ends, so no two
/// triples encode alike. With the head, the format's version and the key's name cannot be changed
/// either.
///
/// # Errors
/// [`Error::Place`] when tenant or field is empty or has more than 256 bytes.
pub(crate) fn associated_data(head: &[u8], tenant: &str, field: &str) -> Result<Vec<u8>, Error> {
    if [tenant, field].iter().any(|name| name.is_empty() || name.len() > MAX_NAME) {
        return Err(Error::Place);
    }
    let mut data = vec![VERSION];
    for part in [head, tenant.as_bytes(), field.as_bytes()] {
        data.extend((part.len() as u64).to_be_bytes());
        data.extend(part);
    }
    Ok(data)
}
