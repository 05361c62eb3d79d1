-- People who registered, their sessions, and the links that their mails carry.

-- name: insert_tenant
INSERT INTO tenants (id) VALUES (%(tenant)s) ON CONFLICT DO NOTHING

-- name: insert_user
INSERT INTO users (id, tenant, email, password_hash) VALUES (%(id)s, %(tenant)s, %(email)s, %(password_hash)s)
ON CONFLICT DO NOTHING

-- name: user_by_email
SELECT id::text, tenant, email, password_hash, verified_at IS NOT NULL, (extract(epoch FROM created_at) * 1000)::bigint
FROM users WHERE email = %(email)s

-- name: user_by_id
SELECT id::text, tenant, email, password_hash, verified_at IS NOT NULL, (extract(epoch FROM created_at) * 1000)::bigint
FROM users WHERE id = %(id)s

-- name: address_is_verified
SELECT verified_at IS NOT NULL FROM users WHERE id = %(id)s

-- name: set_password_hash
UPDATE users SET password_hash = %(password_hash)s WHERE id = %(id)s

-- name: set_new_password
-- Whoever holds the link reads the address's mail, which verifies it too.
UPDATE users SET password_hash = %(password_hash)s, verified_at = coalesce(verified_at, clock_timestamp())
WHERE id = %(id)s

-- name: insert_mail_token
INSERT INTO mail_tokens (hash, user_id, purpose, expires_at)
VALUES (%(hash)s, %(user_id)s, %(purpose)s, clock_timestamp() + %(seconds)s * interval '1 second')

-- name: find_mail_token
SELECT user_id::text FROM mail_tokens
WHERE hash = %(hash)s AND purpose = %(purpose)s AND expires_at > clock_timestamp()

-- name: use_mail_token
DELETE FROM mail_tokens WHERE hash = %(hash)s AND purpose = %(purpose)s AND expires_at > clock_timestamp()
RETURNING user_id::text

-- name: drop_reset_tokens
DELETE FROM mail_tokens WHERE user_id = %(user_id)s AND purpose = 'reset'

-- name: drop_old_mail_tokens
DELETE FROM mail_tokens WHERE user_id = %(user_id)s AND expires_at < clock_timestamp()

-- name: verify_user
UPDATE users SET verified_at = coalesce(verified_at, clock_timestamp()) WHERE id = %(id)s

-- name: insert_session
INSERT INTO sessions (id, user_id, expires_at)
VALUES (%(id)s, %(user_id)s, clock_timestamp() + %(seconds)s * interval '1 second')

-- name: insert_refresh_token
INSERT INTO refresh_tokens (hash, session_id) VALUES (%(hash)s, %(session_id)s)

-- name: use_refresh_token
UPDATE refresh_tokens SET used_at = clock_timestamp()
FROM sessions
WHERE refresh_tokens.hash = %(hash)s AND refresh_tokens.used_at IS NULL AND sessions.id = refresh_tokens.session_id
  AND sessions.revoked_at IS NULL AND sessions.expires_at > clock_timestamp()
RETURNING sessions.id::text, sessions.user_id::text

-- name: revoke_reused
-- A token shown a second time was stolen, from the first who showed it or by them: all that descends from it ends.
UPDATE sessions SET revoked_at = clock_timestamp()
WHERE revoked_at IS NULL
  AND id = (SELECT session_id FROM refresh_tokens WHERE hash = %(hash)s AND used_at IS NOT NULL)
RETURNING id::text

-- name: revoke_session_of_token
UPDATE sessions SET revoked_at = clock_timestamp()
WHERE revoked_at IS NULL AND id = (SELECT session_id FROM refresh_tokens WHERE hash = %(hash)s)

-- name: revoke_sessions
UPDATE sessions SET revoked_at = clock_timestamp() WHERE user_id = %(user_id)s AND revoked_at IS NULL

-- name: drop_old_sessions
DELETE FROM sessions WHERE user_id = %(user_id)s AND expires_at < clock_timestamp()

-- name: live_session
SELECT users.id::text, users.tenant, users.email FROM sessions JOIN users ON users.id = sessions.user_id
WHERE sessions.id = %(id)s AND sessions.revoked_at IS NULL AND sessions.expires_at > clock_timestamp()
