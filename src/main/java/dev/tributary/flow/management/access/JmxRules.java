package dev.tributary.flow.management.access;

import java.util.Set;
import java.util.regex.Pattern;
import javax.management.ObjectName;

/**
 * What may be read and done over JMX, which is what hawtio and Jolokia speak.
 *
 * <p>Three rules. Bodies of messages are shown to nobody, not to the administrator either: whoever may read them does so
 * through the console and {@code /fhir}, where it is the engine that decides. A viewer reads attributes and calls what
 * only reads, by a list of names, since JMX does not say what an operation does. An operator also starts and stops
 * routes, consumers and queues; what loses messages or reaches into the machine is the administrator's.
 */
final class JmxRules {

    private static final String CAMEL = "org.apache.camel";
    private static final String ARTEMIS = "org.apache.activemq.artemis";
    private static final String HAWTIO = "hawtio";

    /** Camel's tracer and debugger keep copies of bodies; a heap dump and a flight recording hold everything. */
    private static final Set<String> SECRETIVE_CAMEL_TYPES = Set.of("tracer", "debugger");

    private static final Set<String> DUMPING_DOMAINS = Set.of("com.sun.management", "jdk.management.jfr");

    private static final Pattern SHOWS_BODIES = Pattern.compile(
            "(?i)(browse|trace|messageHistory|messageBody|firstMessageAs|firstScheduledMessage|listMessages"
                    + "|listScheduledMessages|listDeliveringMessages|preparedTransactionDetails|requestBody"
                    + "|requestStringBody|copyMessage|moveMessage|dumpLatest)");

    private static final Pattern ATTRIBUTE_WITH_BODY =
            Pattern.compile("(?i)first(Scheduled)?MessageAsJson|messageBody");

    private static final Pattern SENDS_BODIES = Pattern.compile("(?i)(sendBody|sendStringBody|sendMessage$)");

    private static final Pattern READS_CAMEL = Pattern.compile(
            "dump(Route|Routes|Rests|Step|Stats|RouteTemplates|RoutesCoverage|RouteStats|RoutesStats|StepStats"
                    + "|RouteSourceLocations|StructuredRoutes|Processor)As(Xml|Yaml|JSon)"
                    + "|list(Endpoints|EndpointServices|Statistics|RestServices|TypeConverters|Transformers|Validators"
                    + "|Tasks|Components|Eips)|find(Components|Eips|ComponentNames|EipNames)"
                    + "|(component|eip|endpoint)\\w*Json\\w*|explain\\w+Json|endpointStatistics|hasEndpoint"
                    + "|getAllEndpoints|getEndpointsPerRoute|informationJson");

    private static final Pattern READS_ARTEMIS = Pattern.compile(
            "list(Addresses|Queues|Consumers|Producers|Connections|Sessions|NetworkTopology|BindingsForAddress"
                    + "|ConnectionIDs|RemoteAddresses|ConsumersAsJSON|AllConsumersAsJSON|ConnectionsAsJSON"
                    + "|SessionsAsJSON|AllSessionsAsJSON|ProducersInfoAsJSON|MessageCounter|GroupsAsJSON)"
                    + "|count(Messages|DeliveringMessages)|getQueueNames|getAddressInfo|isReplicaSync");

    private static final Pattern READS_HAWTIO = Pattern.compile("list|canInvoke|get\\w*|is\\w*");

    private static final Set<String> OPERATED_CAMEL_TYPES = Set.of("routes", "consumers", "routecontrollers");
    private static final Pattern OPERATES_CAMEL = Pattern.compile("start|stop|suspend|resume|restart|reset");
    private static final Pattern OPERATES_ARTEMIS =
            Pattern.compile("pause|resume|retryMessages?|resetAllMessageCounters?");

    /** Attributes that may hold what the process was started with, passwords included. */
    private static final Pattern STARTED_WITH = Pattern.compile("SystemProperties|InputArguments|Environment.*");

    private JmxRules() {}

    static boolean mayRead(Role role, ObjectName bean, String attribute) {
        if (ATTRIBUTE_WITH_BODY.matcher(attribute).find()) {
            return false;
        }
        return role == Role.ADMIN || !STARTED_WITH.matcher(attribute).matches();
    }

    static boolean mayWrite(Role role, ObjectName bean) {
        return role == Role.ADMIN && !isSecretive(bean);
    }

    /**
     * @param operation with or without its signature in brackets
     */
    static boolean mayCall(Role role, ObjectName bean, String operation) {
        String name = operation.replaceFirst("\\(.*", "");
        if (showsBodies(bean, name)
                || SENDS_BODIES.matcher(name).find()
                || isSecretive(bean)
                || DUMPING_DOMAINS.contains(bean.getDomain())) {
            return false;
        }
        return switch (role) {
            case ADMIN -> true;
            case OPERATOR, ENGINEER -> onlyReads(bean, name) || operates(bean, name);
            case VIEWER -> onlyReads(bean, name);
            case SENDER -> false;
        };
    }

    private static boolean showsBodies(ObjectName bean, String name) {
        boolean inflightIds = bean.getDomain().equals(CAMEL)
                && "services".equals(bean.getKeyProperty("type"))
                && name.equals("browse");
        return !inflightIds && SHOWS_BODIES.matcher(name).find();
    }

    private static boolean isSecretive(ObjectName bean) {
        return bean.getDomain().equals(CAMEL) && SECRETIVE_CAMEL_TYPES.contains(type(bean));
    }

    private static boolean onlyReads(ObjectName bean, String name) {
        return switch (bean.getDomain()) {
            case CAMEL -> READS_CAMEL.matcher(name).matches();
            case ARTEMIS -> READS_ARTEMIS.matcher(name).matches();
            case HAWTIO -> READS_HAWTIO.matcher(name).matches();
            default -> false;
        };
    }

    private static boolean operates(ObjectName bean, String name) {
        return switch (bean.getDomain()) {
            case CAMEL ->
                OPERATED_CAMEL_TYPES.contains(type(bean))
                        && OPERATES_CAMEL.matcher(name).matches();
            case ARTEMIS -> OPERATES_ARTEMIS.matcher(name).matches();
            default -> false;
        };
    }

    private static String type(ObjectName bean) {
        String type = bean.getKeyProperty("type");
        return type == null ? "" : type.replace("\"", "");
    }
}
