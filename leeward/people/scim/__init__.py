"""SCIM 2.0 (RFC 7643, RFC 7644): its language, schemas and documents. Pure: no Django, no clock."""
