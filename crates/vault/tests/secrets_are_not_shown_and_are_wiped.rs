//! What a secret must not be able to do, and must do, proved when this file compiles.

use serde::{Serialize, de::DeserializeOwned};
use static_assertions::{assert_impl_all, assert_not_impl_any};
use std::borrow::Borrow;
use std::fmt::{Debug, Display};
use std::ops::Deref;
use vault::{Keys, Sealed, Secret, Vault};
use zeroize::ZeroizeOnDrop;

// Nothing that prints, stores or copies it.
assert_not_impl_any!(Secret: Debug, Display, Serialize, DeserializeOwned, Clone, Copy);
assert_not_impl_any!(Keys: Debug, Display, Serialize, DeserializeOwned, Clone, Copy);
assert_not_impl_any!(Vault: Debug, Display, Serialize, DeserializeOwned, Clone, Copy);

// Nothing that hands the text out but `expose`, which can be searched for.
assert_not_impl_any!(Secret: Deref, AsRef<str>, AsRef<[u8]>, Borrow<str>, Into<String>, ToString);

// Nothing that compares it byte by byte and stops at the first difference.
assert_not_impl_any!(Secret: PartialEq, PartialOrd, std::hash::Hash);

assert_impl_all!(Secret: ZeroizeOnDrop, Send, Sync);
// The two fields that the wiping stands on.
assert_impl_all!(secrecy::SecretString: ZeroizeOnDrop);
assert_impl_all!(secrecy::SecretBox<[u8; 32]>: ZeroizeOnDrop);
// The round keys, and the state that HMAC stands on: neither compiles without the features that
// switch the wiping on.
assert_impl_all!(aes_gcm::Aes256Gcm: ZeroizeOnDrop);
assert_impl_all!(sha2::Sha256: ZeroizeOnDrop);

// One vault serves all tasks.
assert_impl_all!(Vault: Send, Sync);
// What is stored may be shown and copied: it is ciphertext.
assert_impl_all!(Sealed: Debug, Clone, Send, Sync);

#[test]
fn a_secret_taken_from_a_string_with_room_to_spare_is_whole() {
    let mut text = String::with_capacity(1_000);
    text.push_str("s3cret");
    assert_eq!(Secret::new(text).expose(), "s3cret");
    assert_eq!(Secret::new(String::new()).expose(), "");
}
