#!/usr/bin/env bash
# The topology of docker-compose.yml as plain processes, for a machine without a container engine: PostgreSQL, an Artemis
# broker from its distribution, and the engine with the environment that the compose file gives it. Sends messages, waits
# for the alert in the broker's queue, takes it out there with Artemis' own client, and stops everything.
#
#   docker/topology.sh ARTEMIS_HOME POSTGRES_HOME [JAR]     exit code 0: the alert came
#
# ARTEMIS_HOME is the unpacked apache-artemis-*-bin.tar.gz; POSTGRES_HOME holds bin/postgres: an installed one, or the
# folder below data/postgres-programs after the engine has run once.
set -euo pipefail
artemis=$(realpath "$1")
postgres=$(realpath "$2")
jar=$(realpath "${3:-target/tributary.jar}")
compose=$(realpath "$(dirname "$0")/../docker-compose.yml")
work=$(mktemp -d)
cd "$work"
database_port=15432
broker_port=16616
# as .env gives them to Compose: not the engine's environment, which comes below
TRIBUTARY_ADMIN_PASSWORD=topology-admin TRIBUTARY_DATABASE_PASSWORD=topology-database
TRIBUTARY_BROKER_PASSWORD=topology-broker TRIBUTARY_SCRAPE_PASSWORD=topology-scrape
engine= broker=

# PostgreSQL refuses to run as root; in a user name space of its own it is nobody
pg() { if [ "$(id -u)" = 0 ]; then unshare -U "$postgres/bin/$1" "${@:2}"; else "$postgres/bin/$1" "${@:2}"; fi; }

stop() {
    if [ -n "$engine" ]; then kill "$engine" 2> /dev/null || true; wait "$engine" || true; fi
    if [ -n "$broker" ]; then kill "$broker" 2> /dev/null || true; wait "$broker" || true; fi
    pg pg_ctl stop -D "$work/postgres" -m fast > /dev/null 2>&1 || true
    rm -rf "$work"
}
trap stop EXIT

echo "PostgreSQL: $(pg postgres --version)"
printf '%s' "$TRIBUTARY_DATABASE_PASSWORD" > password
pg initdb -D "$work/postgres" --username=tributary --pwfile="$work/password" --auth=scram-sha-256 --locale=C > initdb.log
pg pg_ctl start -D "$work/postgres" -w -l "$work/postgres.log" -o \
    "-p $database_port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=100 -c shared_buffers=256MB" > pg.log
cat > Create.java << 'JAVA'
import java.sql.DriverManager;
class Create {
    public static void main(String[] of) throws Exception {
        try (var c = DriverManager.getConnection(of[0], "tributary", of[1]); var s = c.createStatement()) {
            s.execute("create database tributary");
        }
    }
}
JAVA
java -cp "$jar" Create.java "jdbc:postgresql://127.0.0.1:$database_port/postgres" "$TRIBUTARY_DATABASE_PASSWORD"

echo "Artemis: $(basename "$artemis")"
"$artemis/bin/artemis" create broker --silent --user tributary --password "$TRIBUTARY_BROKER_PASSWORD" --require-login \
    --no-web --no-amqp-acceptor --no-mqtt-acceptor --no-stomp-acceptor --no-hornetq-acceptor --no-autotune \
    --host 127.0.0.1 --default-port "$broker_port" > artemis-create.log
broker/bin/artemis run > artemis.log 2>&1 &
broker=$!

# the environment of the service "tributary", with this machine's addresses in place of the containers'
while IFS= read -r line; do
    name=${line%%:*}
    value=${line#*: }
    if [[ $value == \$\{* ]]; then
        variable=${value:2}
        variable=${variable%%\}*}
        value=${!variable}
    fi
    case $name in
        TRIBUTARY_DATABASE_URL) value=${value/postgres:5432/127.0.0.1:$database_port} ;;
        TRIBUTARY_BROKER_URL) value=${value/artemis:61616/127.0.0.1:$broker_port} ;;
        TRIBUTARY_FEEDS_DEFAULT_BIND | SERVER_ADDRESS) value=127.0.0.1 ;;
        TRIBUTARY_FEEDS_DEFAULT_PORT) value=12575 ;;
    esac
    export "$name=$value"
done < <(sed -n '/^  tributary:/,/^    ports:/p' "$compose" | sed -n 's/^      \([A-Z][A-Z_]*: .*\)$/\1/p' | sed 's/:?[^}]*}/}/')
export SERVER_PORT=18080
mkdir config
printf 'tributary:\n  subscribers:\n    registry: {events: [admission]}\n' > config/application.yaml
env | grep -E '^(TRIBUTARY_|SERVER_)' | sed -E 's/(PASSWORD)=.*/\1=.../' | sort

java -Xmx1g -jar "$jar" > engine.log 2>&1 &
engine=$!
for _ in $(seq 300); do
    if curl -sf http://127.0.0.1:18080/actuator/health > health; then break; fi
    if ! kill -0 "$engine" 2> /dev/null; then cat engine.log; exit 1; fi
    sleep 1
done
cat engine.log
curl -s -u "admin:$TRIBUTARY_ADMIN_PASSWORD" http://127.0.0.1:18080/actuator/health; echo
curl -sf -u "prometheus:$TRIBUTARY_SCRAPE_PASSWORD" http://127.0.0.1:18080/actuator/prometheus | grep -c '^tributary_' | sed 's/$/ series for Prometheus/'

printf 'MSH|^~\\&|EHR|NORTH|TRIBUTARY|HUB|20260301080000+0100||ADT^A01^ADT_A01|TOPOLOGY-1|P|2.5.1\rEVN|A01|20260301080000+0100\rPID|1||T000001^^^NORTH^MR||Zephyrine^Quillon||19610203|F\rPV1|1|I|WARD1^1^A^NORTH||||||||||||||||VT1^^^NORTH^VN\r' > admission.hl7
java -jar "$jar" send --port 12575 admission.hl7
# as a downstream system does; ends when it has one message
"$artemis/bin/artemis" consumer --url "tcp://127.0.0.1:$broker_port" --user tributary --password "$TRIBUTARY_BROKER_PASSWORD" \
    --destination queue://alerts.registry --message-count 1 --receive-timeout 60000 --verbose > consumer.log 2>&1 || true
cat consumer.log
grep -q '"event":"admission"' consumer.log
echo "the alert came out of the broker's queue alerts.registry"
