# syntax=docker/dockerfile:1
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY .mvn .mvn
COPY pom.xml .
COPY src src
COPY routes routes
COPY mappings mappings
RUN --mount=type=cache,target=/root/.m2 mvn -B -ntp -Dquick -DskipTests package

FROM eclipse-temurin:25-jre
RUN groupadd --system --gid 10001 tributary \
 && useradd --system --uid 10001 --gid tributary --home-dir /tributary --shell /usr/sbin/nologin tributary \
 && install -d -o tributary -g tributary /tributary/data
WORKDIR /tributary
COPY --from=build --chown=tributary /build/target/tributary.jar ./
COPY --chown=tributary docker/train.sh ./
RUN chown tributary .
USER 10001
# plays the demo once and keeps what the JVM learned: the engine starts in half the time
RUN bash train.sh
VOLUME /tributary/data
EXPOSE 2575 8080 61616
# no curl needed; the first start makes the tables of the FHIR store and takes longest
HEALTHCHECK --interval=10s --timeout=5s --start-period=180s --retries=6 CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /actuator/health HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=65", "-XX:+ExitOnOutOfMemoryError", "-XX:AOTCache=/tributary/tributary.aot", "-jar", "/tributary/tributary.jar"]
