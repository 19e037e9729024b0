-- A SCRAM-SHA-256 verifier with one round, for passwords of random bits. See RFC 5803 for its form and RFC 5802,
-- section 3, for the keys in it.

create function pg_temp.hmac_sha256(key bytea, message bytea) returns bytea language plpgsql as $$
declare
    inner_key bytea := key || decode(repeat('00', 64 - length(key)), 'hex');
    outer_key bytea := inner_key;
begin
    for i in 0..63 loop
        outer_key := set_byte(outer_key, i, get_byte(inner_key, i) # 92);
        inner_key := set_byte(inner_key, i, get_byte(inner_key, i) # 54);
    end loop;
    return sha256(outer_key || sha256(inner_key || message));
end
$$;

create function pg_temp.verifier(password text, salt bytea) returns text language plpgsql as $$
declare
    salted bytea := pg_temp.hmac_sha256(password::bytea, salt || '\x00000001'::bytea);
begin
    return format('SCRAM-SHA-256$1:%s$%s:%s', encode(salt, 'base64'),
                  encode(sha256(pg_temp.hmac_sha256(salted, 'Client Key')), 'base64'),
                  encode(pg_temp.hmac_sha256(salted, 'Server Key'), 'base64'));
end
$$;

create function pg_temp.set_role(name text, password text) returns void language plpgsql as $$
begin
    if not exists (select from pg_roles where rolname = name) then
        execute format('create role %I login', name);
    end if;
    execute format('alter role %I password %L', name,
                   pg_temp.verifier(password, substring(sha256(gen_random_uuid()::text::bytea) for 16)));
end
$$;
