package dev.tributary.flow.management.access;

import static org.assertj.core.api.Assertions.assertThat;

import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may call what over JMX. */
class JmxRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "org.apache.camel:type=tracer,name=BacklogTracer                  | dumpAllTracedMessagesAsXml()",
                "org.apache.camel:type=tracer,name=BacklogTracer                  | dumpLatestMessageHistoryAsJSon()",
                "org.apache.camel:type=debugger,name=BacklogDebugger              | enableDebugger()",
                "org.apache.camel:type=endpoints,name=\"seda://x\"                | browseAllMessagesAsXml(java.lang.Boolean)",
                "org.apache.camel:type=endpoints,name=\"seda://x\"                | browseMessageBody(java.lang.Integer)",
                "org.apache.camel:type=context,name=\"tributary\"                 | sendBody(java.lang.String,java.lang.Object)",
                "org.apache.activemq.artemis:component=addresses,queue=\"alerts\" | browse()",
                "org.apache.activemq.artemis:component=addresses,queue=\"alerts\" | listMessagesAsJSON(java.lang.String)",
                "org.apache.activemq.artemis:component=addresses,queue=\"alerts\" | listDeliveringMessages()",
                "org.apache.activemq.artemis:component=addresses,queue=\"alerts\" | peekFirstMessageAsJSON()",
                "org.apache.activemq.artemis:component=addresses,queue=\"alerts\" | getFirstMessageAsJSON()",
                "org.apache.activemq.artemis:component=addresses,queue=\"alerts\" | moveMessages(java.lang.String,java.lang.String)",
                "org.apache.activemq.artemis:broker=\"b\"                         | listPreparedTransactionDetailsAsJSON()",
                "com.sun.management:type=HotSpotDiagnostic                        | dumpHeap(java.lang.String,boolean)",
                "jdk.management.jfr:type=FlightRecorder                           | startRecording(long)",
            })
    void nobodyGetsAtBodies(String bean, String operation) throws MalformedObjectNameException {
        for (Role role : Role.values()) {
            assertThat(JmxRules.mayCall(role, new ObjectName(bean), operation)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "org.apache.camel:type=routes,name=\"lab\"                         | stop()                         | false | true  | true",
                "org.apache.camel:type=routes,name=\"lab\"                         | start()                        | false | true  | true",
                "org.apache.camel:type=routes,name=\"lab\"                         | remove()                       | false | false | true",
                "org.apache.camel:type=routes,name=\"lab\"                         | dumpRouteAsXml(boolean)        | true  | true  | true",
                "org.apache.camel:type=context,name=\"tributary\"                  | dumpRoutesStatsAsXml(boolean,boolean) | true | true | true",
                "org.apache.camel:type=context,name=\"tributary\"                  | stop()                         | false | false | true",
                "org.apache.camel:type=services,name=DefaultInflightRepository     | browse()                       | false | false | true",
                "org.apache.activemq.artemis:broker=\"b\"                          | listQueues(java.lang.String,int,int) | true | true | true",
                "org.apache.activemq.artemis:component=addresses,queue=\"alerts\"  | pause()                        | false | true  | true",
                "org.apache.activemq.artemis:component=addresses,queue=\"alerts\"  | removeAllMessages()            | false | false | true",
                "hawtio:type=security,name=RBACRegistry                            | list()                         | true  | true  | true",
                "java.lang:type=Memory                                             | gc()                           | false | false | true",
                "ch.qos.logback.classic:Name=default,Type=JMXConfigurator          | reloadByURL(java.net.URL)      | false | false | true",
            })
    void eachRoleCallsWhatItIsFor(String bean, String operation, boolean viewer, boolean operator, boolean admin)
            throws MalformedObjectNameException {
        ObjectName name = new ObjectName(bean);

        assertThat(JmxRules.mayCall(Role.SENDER, name, operation)).isFalse();
        assertThat(JmxRules.mayCall(Role.VIEWER, name, operation)).isEqualTo(viewer);
        assertThat(JmxRules.mayCall(Role.OPERATOR, name, operation)).isEqualTo(operator);
        assertThat(JmxRules.mayCall(Role.ADMIN, name, operation)).isEqualTo(admin);
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void nobodyReadsABodyAsAnAttribute(Role role) throws MalformedObjectNameException {
        ObjectName queue = new ObjectName("org.apache.activemq.artemis:component=addresses,queue=\"alerts\"");

        assertThat(JmxRules.mayRead(role, queue, "FirstMessageAsJSON")).isFalse();
        assertThat(JmxRules.mayRead(role, queue, "MessageCount")).isTrue();
    }

    @Test
    void whatTheProcessWasStartedWithIsForTheAdministrator() throws MalformedObjectNameException {
        ObjectName runtime = new ObjectName("java.lang:type=Runtime");

        assertThat(JmxRules.mayRead(Role.OPERATOR, runtime, "SystemProperties")).isFalse();
        assertThat(JmxRules.mayRead(Role.ADMIN, runtime, "SystemProperties")).isTrue();
    }

    @Test
    void onlyTheAdministratorWritesAndNotToTheTracer() throws MalformedObjectNameException {
        ObjectName route = new ObjectName("org.apache.camel:type=routes,name=\"lab\"");
        ObjectName tracer = new ObjectName("org.apache.camel:type=tracer,name=BacklogTracer");

        assertThat(JmxRules.mayWrite(Role.OPERATOR, route)).isFalse();
        assertThat(JmxRules.mayWrite(Role.ADMIN, route)).isTrue();
        assertThat(JmxRules.mayWrite(Role.ADMIN, tracer)).isFalse();
    }
}
