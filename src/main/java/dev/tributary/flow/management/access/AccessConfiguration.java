package dev.tributary.flow.management.access;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.http.HttpMethod.POST;

import java.time.Clock;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationManagers;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.logout.LogoutFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * One chain before every address: HTTP Basic without a session for programs, a form with a session for people at our
 * pages, and who may go where. What changes something in a session needs that session's CSRF token; with Basic, {@link
 * SameOriginFilter} does that from the browser's own word.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@EnableConfigurationProperties({AccessProperties.class, HttpLimits.class})
public class AccessConfiguration {

    private static final String PASSWORD_FILE = "admin-password";

    /** Our pages bring their own styles and scripts and nothing else; hawtio sets its own policy on its addresses. */
    private static final String CONTENT_POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    @Bean
    PasswordEncoder passwordEncoder() {
        return Passwords.encoder();
    }

    @Bean
    AdminPassword adminPassword(AccessProperties properties, PasswordEncoder encoder) {
        return AdminPassword.resolve(
                properties.adminPassword(), properties.dataDir().resolve(PASSWORD_FILE), encoder);
    }

    @Bean
    SignInGuard signInGuard(InMemoryUserDetailsManager users, Clock clock) {
        return new SignInGuard(users::userExists, clock);
    }

    @Bean
    VerifiedLogins verifiedLogins(
            InMemoryUserDetailsManager users, PasswordEncoder encoder, SignInGuard guard, Clock clock) {
        DaoAuthenticationProvider slow = new DaoAuthenticationProvider(users);
        slow.setPasswordEncoder(encoder);
        return new VerifiedLogins(slow, guard, clock);
    }

    @Bean
    PasswordChanges passwordChanges(
            AdminPassword admin, InMemoryUserDetailsManager users, PasswordEncoder encoder, VerifiedLogins logins) {
        return new PasswordChanges(admin, users, encoder, logins);
    }

    @Bean
    ApiTokens apiTokens(ObjectProvider<DataSource> database, Clock clock) {
        return new ApiTokens(() -> JdbcClient.create(database.getObject()), clock);
    }

    @Bean
    InMemoryUserDetailsManager users(AccessProperties properties, AdminPassword admin, PasswordEncoder encoder) {
        return new InMemoryUserDetailsManager(Users.of(properties, admin, encoder));
    }

    @Bean
    SecurityFilterChain access(
            HttpSecurity http, VerifiedLogins logins, ApiTokens tokens, PasswordChanges passwords, HttpLimits limits)
            throws Exception {
        return http.authenticationManager(new ProviderManager(logins))
                .authorizeHttpRequests(AccessConfiguration::whoMayGoWhere)
                .httpBasic(basic -> basic.authenticationEntryPoint(Refusals::askForLogin))
                .formLogin(form -> form.loginPage(SignIn.PAGE)
                        .authenticationDetailsSource(request -> new SignedIn(request, passwords.count()))
                        .successHandler(SignIn::goOn)
                        .failureHandler(SignIn::askAgain))
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(SignIn::ask).accessDeniedHandler(SignIn::refuse))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(logout -> logout.logoutSuccessUrl(SignIn.PAGE + "?out"))
                .csrf(csrf -> csrf.requireCsrfProtectionMatcher(SignIn::needsToken))
                .addFilterBefore(new EndedSessionFilter(passwords), LogoutFilter.class)
                .addFilterBefore(new SameOriginFilter(), BasicAuthenticationFilter.class)
                .addFilterBefore(new BearerFilter(tokens), BasicAuthenticationFilter.class)
                .addFilterAfter(new PasswordDueFilter(passwords), BasicAuthenticationFilter.class)
                .addFilterAfter(new BodyLimitFilter(limits.maxBody().toBytes()), BasicAuthenticationFilter.class)
                .headers(AccessConfiguration::headers)
                .anonymous(Customizer.withDefaults())
                .build();
    }

    private static void whoMayGoWhere(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        String sender = Role.SENDER.name();
        String viewer = Role.VIEWER.name();
        String operator = Role.OPERATOR.name();
        String engineer = Role.ENGINEER.name();
        String admin = Role.ADMIN.name();
        AuthorizationManager<RequestAuthorizationContext> everyFeed = AuthorizationManagers.allOf(
                AuthorityAuthorizationManager.hasRole(operator), AccessConfiguration::isForEveryFeed);
        AuthorizationManager<RequestAuthorizationContext> allFeedsEngineer = AuthorizationManagers.allOf(
                AuthorityAuthorizationManager.hasRole(engineer), AccessConfiguration::isForEveryFeed);
        requests.requestMatchers("/actuator/health", "/login")
                .permitAll()
                // what the sign-in page is drawn with
                .requestMatchers(GET, "/console/console.css", "/console/console.js", "/console/tributary.svg")
                .permitAll()
                // the signature in the link is the login
                .requestMatchers("/ack/*")
                .permitAll()
                // hawtio asks whether it may connect to other engines for its user; it may not
                .requestMatchers(GET, "/actuator/hawtio/proxy/enabled")
                .hasRole(viewer)
                .requestMatchers("/actuator/hawtio/proxy/**")
                .denyAll()
                .requestMatchers(
                        "/actuator/health/**",
                        "/actuator/info",
                        "/actuator/prometheus",
                        "/actuator/hawtio",
                        "/actuator/hawtio/**",
                        "/actuator/jolokia",
                        "/actuator/jolokia/**")
                .hasRole(viewer)
                .requestMatchers("/actuator/**")
                .hasRole(admin)
                .requestMatchers(GET, "/fhir/metadata")
                .hasRole(viewer)
                // who saw whom
                .requestMatchers("/fhir/AuditEvent", "/fhir/AuditEvent/**", "/api/audit", "/api/audit/**")
                .hasRole(admin)
                // the record is made of all feeds
                .requestMatchers(GET, "/fhir", "/fhir/**")
                .access(everyFeed)
                .requestMatchers(HEAD, "/fhir/**")
                .access(everyFeed)
                .requestMatchers(POST, "/fhir/*/_search", "/fhir/_search")
                .access(everyFeed)
                .requestMatchers("/fhir", "/fhir/**")
                .hasRole(admin)
                .requestMatchers(POST, "/api/feeds/{feed}/messages")
                .access(AuthorizationManagers.allOf(
                        AuthorityAuthorizationManager.hasRole(sender), AccessConfiguration::isForThisFeed))
                .requestMatchers("/api/tokens", "/api/tokens/**", "/account/tokens", "/account/tokens/**")
                .hasRole(admin)
                .requestMatchers("/account", "/account/password")
                .hasRole(viewer)
                .requestMatchers(
                        "/api/alerts/panels",
                        "/api/alerts/panels/**",
                        "/api/alerts/attributions",
                        "/api/alerts/timeliness",
                        "/api/alerts/timeliness.csv")
                .access(everyFeed)
                // what is given in by hand becomes part of the record
                .requestMatchers("/api/messages/*/edit", "/messages/*/edit")
                .hasRole(engineer)
                .requestMatchers("/api/messages", "/api/messages/**", "/api/alerts", "/api/alerts/**")
                .hasRole(operator)
                // a code out of place may be a name; what a code means is changed by those who answer for the tables
                .requestMatchers(GET, "/api/codes", "/api/codes/**")
                .access(everyFeed)
                .requestMatchers("/api/codes", "/api/codes/**")
                .access(allFeedsEngineer)
                .requestMatchers(GET, "/codes", "/codes/**", "/why", "/why/**")
                .access(everyFeed)
                .requestMatchers("/codes", "/codes/**")
                .access(allFeedsEngineer)
                // who is who, by number and name
                .requestMatchers("/api/patients", "/api/patients/**")
                .access(everyFeed)
                // messages are seen there and the tables changed
                .requestMatchers("/try", "/try/**", "/api/try", "/api/try/**")
                .access(allFeedsEngineer)
                .requestMatchers(GET, "/api/**")
                .hasRole(viewer)
                .requestMatchers("/api/**")
                .access(everyFeed)
                .requestMatchers("/messages", "/messages/**", "/alerts", "/alerts/**")
                .hasRole(operator)
                .requestMatchers("/patients", "/patients/**")
                .access(everyFeed)
                .requestMatchers(GET, "/**")
                .hasRole(viewer)
                .anyRequest()
                .hasRole(admin);
    }

    private static AuthorizationDecision isForEveryFeed(
            Supplier<Authentication> who, RequestAuthorizationContext request) {
        return new AuthorizationDecision(!FeedScope.of(who.get()).isLimited());
    }

    private static AuthorizationDecision isForThisFeed(
            Supplier<Authentication> who, RequestAuthorizationContext request) {
        FeedScope scope = FeedScope.of(who.get());
        return new AuthorizationDecision(!scope.isLimited()
                || scope.names().contains(request.getVariables().get("feed")));
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                .permissionsPolicyHeader(permissions ->
                        permissions.policy("camera=(), microphone=(), geolocation=(), payment=(), usb=()"));
    }
}
