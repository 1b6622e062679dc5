package dev.tributary.store.embedded;

import ca.uhn.fhir.batch2.api.IJobPartitionProvider;
import ca.uhn.fhir.batch2.coordinator.DefaultJobPartitionProvider;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.IDaoRegistry;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.config.ThreadPoolFactoryConfig;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.cache.IResourceTypeCacheSvc;
import ca.uhn.fhir.jpa.cache.ISearchParamIdentityCacheSvc;
import ca.uhn.fhir.jpa.config.r4.JpaR4Config;
import ca.uhn.fhir.jpa.config.util.HapiEntityManagerFactoryUtil;
import ca.uhn.fhir.jpa.config.util.ResourceCountCacheUtil;
import ca.uhn.fhir.jpa.dao.IJpaStorageResourceParser;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.config.SubscriptionSettings;
import ca.uhn.fhir.jpa.partition.IRequestPartitionHelperSvc;
import ca.uhn.fhir.jpa.provider.DaoRegistryResourceSupportedSvc;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.jpa.search.IStaleSearchDeletingSvc;
import ca.uhn.fhir.jpa.search.StaleSearchDeletingSvcImpl;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.jpa.searchparam.extractor.ISearchParamExtractorSvc;
import ca.uhn.fhir.jpa.util.ResourceCountCache;
import ca.uhn.fhir.rest.api.IResourceSupportedSvc;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import dev.tributary.store.FhirStore;
import dev.tributary.store.StoreSettings;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.Properties;
import javax.sql.DataSource;
import org.hibernate.boot.archive.scan.internal.DisabledScanner;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Meta;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@Import({JpaR4Config.class, ThreadPoolFactoryConfig.class})
public class EmbeddedStoreConfiguration {

    @Bean
    JpaStorageSettings storageSettings() {
        return StorageRules.settings();
    }

    @Bean
    PartitionSettings partitionSettings() {
        return new PartitionSettings();
    }

    @Bean
    SubscriptionSettings subscriptionSettings() {
        return new SubscriptionSettings();
    }

    @Bean
    static LazyParts lazyParts() {
        return new LazyParts();
    }

    /** Whoever gets HAPI's context gets it with the short way to the types of R4. */
    @Bean
    static BeanPostProcessor shortWayToTypes() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof FhirContext context) {
                    context.setValidationSupport(new TypesOfR4(context, context.getValidationSupport()));
                }
                return bean;
            }
        };
    }

    @Bean
    LocalContainerEntityManagerFactoryBean entityManagerFactory(
            DataSource dataSource,
            ConfigurableListableBeanFactory beans,
            FhirContext context,
            JpaStorageSettings settings) {
        StoreSchema.migrate(dataSource);
        LocalContainerEntityManagerFactoryBean factory =
                HapiEntityManagerFactoryUtil.newEntityManagerFactory(beans, context, settings);
        factory.setPersistenceUnitName("store");
        factory.setDataSource(dataSource);
        Properties properties = new Properties();
        properties.setProperty("hibernate.dialect", "ca.uhn.fhir.jpa.model.dialect.HapiFhirPostgresDialect");
        properties.setProperty("hibernate.hbm2ddl.auto", "none");
        properties.setProperty("hibernate.search.enabled", "false");
        properties.setProperty("hibernate.integration.envers.enabled", "false");
        properties.setProperty("jakarta.persistence.validation.mode", "none");
        properties.setProperty("hibernate.check_nullability", "false");
        properties.setProperty("hibernate.boot.allow_jdbc_metadata_access", "false");
        // the entities are named; looking for more means reading every class of the whole jar
        properties.setProperty("hibernate.archive.scanner", DisabledScanner.class.getName());
        factory.setJpaProperties(properties);
        return factory;
    }

    @Bean
    @Primary
    JpaTransactionManager transactionManager(EntityManagerFactory factory) {
        return new JpaTransactionManager(factory);
    }

    /** Stands before HAPI's own, for HAPI too. */
    @Bean
    @Primary
    ShortPaths shortPaths() {
        return new ShortPaths();
    }

    @Bean
    StoredResources storedResources(
            DataSource dataSource, FhirContext context, EntityManager entities, IJpaStorageResourceParser parser) {
        return new StoredResources(dataSource, context, entities, parser);
    }

    @Bean
    MissingTargets missingTargets(
            FhirContext context, EntityManager entities, StoredResources stored, DaoRegistry daos) {
        return new MissingTargets(context, entities, stored, daos);
    }

    @Bean
    Housekeeping housekeeping(
            ObjectProvider<IStaleSearchDeletingSvc> searches,
            ObjectProvider<MissingTargets> targets,
            PlatformTransactionManager transactions) {
        return new Housekeeping(searches, targets, new TransactionTemplate(transactions));
    }

    @Bean
    QuickExtraction quickExtraction(ShortPaths paths, ISearchParamRegistry registry, JpaStorageSettings settings) {
        return new QuickExtraction(paths, registry, settings);
    }

    /** @return writes past HAPI into HAPI's tables */
    @Bean
    @Lazy
    TableWriter tableWriter(
            DataSource dataSource,
            EntityManager entities,
            StoredResources stored,
            ISearchParamExtractorSvc extractor,
            QuickExtraction quick,
            ISearchParamIdentityCacheSvc identities,
            IResourceTypeCacheSvc types,
            MissingTargets missingTargets) {
        IndexExtraction extraction = new IndexExtraction(extractor, quick, identities, types);
        return new TableWriter(new JdbcTemplate(dataSource), entities, stored, extraction, missingTargets);
    }

    /** @return the store of this process; its transactions are those of {@link #transactionManager} */
    @Bean(initMethod = "warmUp")
    FhirStore fhirStore(
            EntityManager entities,
            StoredResources stored,
            IFhirSystemDao<Bundle, Meta> systemDao,
            FhirContext context,
            PlatformTransactionManager transactions,
            IInterceptorService interceptors,
            MissingTargets missingTargets,
            ObjectProvider<StoreSettings> settings,
            ObjectProvider<TableWriter> tables) {
        interceptors.registerInterceptor(missingTargets);
        EmbeddedFhirStore hapi =
                new EmbeddedFhirStore(systemDao, entities, stored, new TransactionTemplate(transactions));
        StoreSettings set = settings.getIfAvailable();
        return set != null && set.writer() == StoreSettings.Writer.DAO
                ? hapi
                : new BatchingFhirStore(context, hapi, stored, tables.getObject());
    }

    /** @return {@code /fhir}, for whoever has a servlet container */
    @Bean
    ServletRegistrationBean<RestfulServer> fhirEndpoint(FhirContext context, BeanFactory parts) {
        ServletRegistrationBean<RestfulServer> registration =
                new ServletRegistrationBean<>(new FhirEndpoint(context, parts), "/fhir/*");
        registration.setName("fhir");
        return registration;
    }

    @Bean
    @Primary
    NoBatchJobs batchJobs() {
        return new NoBatchJobs();
    }

    @Bean
    IJobPartitionProvider jobPartitions(
            FhirContext context, IRequestPartitionHelperSvc partitions, MatchUrlService matchUrls) {
        return new DefaultJobPartitionProvider(context, partitions, matchUrls);
    }

    @Bean
    IStaleSearchDeletingSvc staleSearches() {
        return new StaleSearchDeletingSvcImpl();
    }

    @Bean
    DatabaseBackedPagingProvider pagingProvider() {
        DatabaseBackedPagingProvider paging = new DatabaseBackedPagingProvider();
        paging.setDefaultPageSize(50);
        paging.setMaximumPageSize(500);
        return paging;
    }

    @Bean
    IResourceSupportedSvc resourceSupported(IDaoRegistry daos) {
        return new DaoRegistryResourceSupportedSvc(daos);
    }

    /** HAPI asks for this name. */
    @Bean("myResourceCountsCache")
    ResourceCountCache resourceCounts(IFhirSystemDao<?, ?> systemDao) {
        return ResourceCountCacheUtil.newResourceCountCache(systemDao);
    }
}
