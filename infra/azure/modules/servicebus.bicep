metadata description = 'The namespace, its queues, and the topic for other systems. Identities only; no connection string works.'

import { roles } from 'roles.bicep'

@description('Azure region.')
param location string

@description('Tags for every resource.')
param tags { *: string }

@description('Suffix that makes resource names unique.')
@minLength(13)
param suffix string

@description('Principal ID of the app\'s identity.')
param appPrincipalId string

// A queue with sessions is read in order within each session; while a dependency is down, a session waits at its first message.
// Deliveries that end in such a wait are not counted; those that end with their host are. The app itself dead-letters what it cannot
// process. Sessions cannot be enabled on an existing queue: delete the queue first. Duplicate detection compares message ids.
// Messages from a provider or the outbox have an id derived from their cause, so a repeat within the window is dropped here. Triggers
// repeat by design: each one must be delivered.
var queues = [
  { name: 'inbound-chat', dropsDuplicates: true, inSessions: true }
  { name: 'inbound-payments', dropsDuplicates: true, inSessions: false }
  { name: 'outbound-chat', dropsDuplicates: true, inSessions: false }
  { name: 'outbound-mail', dropsDuplicates: true, inSessions: false }
  { name: 'outbox-triggers', dropsDuplicates: false, inSessions: false }
  { name: 'notices', dropsDuplicates: false, inSessions: false }
]

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: 'sb-${suffix}'
  location: location
  tags: tags
  sku: {
    name: 'Standard'
    tier: 'Standard'
  }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
  }
}

resource queue 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [
  for each in queues: {
    parent: namespace
    name: each.name
    properties: {
      lockDuration: 'PT5M'
      requiresSession: each.inSessions
      maxDeliveryCount: each.inSessions ? 1000 : 10
      defaultMessageTimeToLive: 'P14D'
      deadLetteringOnMessageExpiration: true
      requiresDuplicateDetection: each.dropsDuplicates
      duplicateDetectionHistoryTimeWindow: 'PT10M'
    }
  }
]

// Each consuming system creates its own subscription, with its own identity; without one, nothing is kept here.
resource orderEvents 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' = {
  parent: namespace
  name: 'order-events'
  properties: {
    defaultMessageTimeToLive: 'P14D'
    requiresDuplicateDetection: true
    duplicateDetectionHistoryTimeWindow: 'PT10M'
  }
}

resource appSends 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(namespace.id, appPrincipalId, roles.serviceBusDataSender)
  scope: namespace
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataSender)
  }
}

resource appReceives 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(namespace.id, appPrincipalId, roles.serviceBusDataReceiver)
  scope: namespace
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataReceiver)
  }
}

// The platform scales by the number of messages, which only an owner may read. Without it, the platform looks at the first messages of a
// queue, and scheduled ones hide those behind them.
resource appReadsLength 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (each, i) in queues: {
    name: guid(queue[i].id, appPrincipalId, roles.serviceBusDataOwner)
    scope: queue[i]
    properties: {
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.serviceBusDataOwner)
    }
  }
]

@description('Resource id of the namespace.')
output id string = namespace.id

@description('Host name of the namespace.')
output fullyQualifiedNamespace string = replace(
  replace(namespace.properties.serviceBusEndpoint, 'https://', ''),
  ':443/',
  ''
)
